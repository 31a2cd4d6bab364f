#include "catalogue_of_server.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "pg/names.h"

namespace pginterlock::conformance {

namespace {

// What scripts made: nothing of the system's, of sessions' and of extensions'.
constexpr const char* own_objects = R"(
  CREATE TEMP VIEW own_schemas AS
    SELECT n.* FROM pg_namespace n
     WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_namespace'::regclass AND d.objid = n.oid
                                                 AND d.deptype = 'e');
  CREATE TEMP VIEW own_relations AS
    SELECT c.*, (n.nspname || '.' || c.relname) COLLATE "C" AS name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                                                 AND d.deptype = 'e');
  CREATE TEMP VIEW own_types AS
    SELECT t.*, (n.nspname || '.' || t.typname) COLLATE "C" AS name
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
     WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid
                                                 AND d.deptype = 'e');
  CREATE TEMP VIEW own_routines AS
    SELECT p.*, n.nspname || '.' || p.proname || '(' ||
           coalesce((SELECT string_agg(format_type(a.type, NULL), ', ' ORDER BY a.place)
                       FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a(type, place)), '') || ')' AS name
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                                                 AND d.deptype IN ('e', 'i')))";

constexpr const char* relations = R"(
  SELECT 'relation', r.name, a.attribute, a.value
    FROM own_relations r, LATERAL (VALUES
      ('kind', CASE r.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'
                              WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table'
                              WHEN 'c' THEN 'composite type' END),
      ('persistence', CASE r.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'permanent' END),
      ('comment', obj_description(r.oid, 'pg_class')),
      ('columns', (SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute
                    WHERE attrelid = r.oid AND attnum > 0 AND NOT attisdropped)),
      ('reads', CASE WHEN r.relkind IN ('v', 'm') THEN coalesce((
          SELECT string_agg(DISTINCT o.name, ', ' ORDER BY o.name)
            FROM pg_rewrite w
            JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                            AND d.refclassid = 'pg_class'::regclass
            JOIN own_relations o ON o.oid = d.refobjid AND o.oid <> r.oid AND o.relkind <> 'c'
           WHERE w.ev_class = r.oid AND w.rulename = '_RETURN'), '') END),
      ('populated', CASE WHEN r.relkind = 'm' THEN CASE WHEN r.relispopulated THEN 'yes' ELSE 'no' END END),
      ('row security', CASE WHEN r.relkind IN ('r', 'p', 'f')
                            THEN CASE WHEN r.relrowsecurity THEN 'yes' ELSE 'no' END END),
      ('forced row security', CASE WHEN r.relkind IN ('r', 'p', 'f')
                                   THEN CASE WHEN r.relforcerowsecurity THEN 'yes' ELSE 'no' END END),
      ('replica identity', CASE WHEN r.relkind IN ('r', 'p', 'f') THEN
          CASE r.relreplident WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full' WHEN 'd' THEN 'default'
               ELSE (SELECT 'index ' || i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
                      WHERE x.indrelid = r.oid AND x.indisreplident) END END),
      ('parents', (SELECT string_agg(p.name, ', ' ORDER BY inhseqno) FROM pg_inherits
                     JOIN own_relations p ON p.oid = inhparent WHERE inhrelid = r.oid)),
      ('of type', (SELECT t.name FROM own_types t WHERE t.oid = r.reloftype)),
      ('tablespace', (SELECT spcname FROM pg_tablespace s WHERE s.oid = r.reltablespace AND r.relkind IN ('r', 'p'))),
      ('access method', (SELECT amname FROM pg_am m WHERE m.oid = r.relam AND amname <> 'heap' AND r.relkind <> 'm')),
      ('clustered on', (SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
                         WHERE x.indrelid = r.oid AND x.indisclustered)),
      ('partitioned by', (SELECT CASE k.partstrat WHEN 'l' THEN 'list' WHEN 'r' THEN 'range' ELSE 'hash' END || ' ' ||
                                 (SELECT string_agg(coalesce(c.attname, ''), ', ' ORDER BY a.place)
                                    FROM unnest(k.partattrs::int2[]) WITH ORDINALITY AS a(number, place)
                                    LEFT JOIN pg_attribute c ON c.attrelid = r.oid AND c.attnum = a.number
                                                            AND a.number > 0)
                            FROM pg_partitioned_table k WHERE k.partrelid = r.oid))
    ) AS a(attribute, value)
   WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f', 'c'))";

constexpr const char* columns = R"(
  SELECT 'column', r.name || '.' || c.attname, a.attribute, a.value
    FROM own_relations r JOIN pg_attribute c ON c.attrelid = r.oid AND c.attnum > 0 AND NOT c.attisdropped
    JOIN pg_type t ON t.oid = c.atttypid, LATERAL (VALUES
      ('type', format_type(c.atttypid, c.atttypmod)),
      ('not null', CASE WHEN r.relkind IN ('r', 'p', 'f') THEN CASE WHEN c.attnotnull THEN 'yes' ELSE 'no' END END),
      ('identity', CASE c.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END),
      ('generated', CASE c.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END),
      ('collation', (SELECT CASE n.nspname WHEN 'pg_catalog' THEN collname ELSE n.nspname || '.' || collname END
                       FROM pg_collation l JOIN pg_namespace n ON n.oid = collnamespace
                      WHERE l.oid = c.attcollation AND l.oid <> t.typcollation AND r.relkind IN ('r', 'p', 'f')))
    ) AS a(attribute, value)
   WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f', 'c'))";

// The copies of a foreign key for the partitions of the table that it references are left out: they stand behind it.
constexpr const char* constraints = R"(
  SELECT 'constraint', r.name || '.' || c.conname, a.attribute, a.value
    FROM own_relations r JOIN pg_constraint c ON c.conrelid = r.oid, LATERAL (VALUES
      ('kind', CASE c.contype WHEN 'c' THEN 'check' WHEN 'n' THEN 'not null' WHEN 'u' THEN 'unique'
                              WHEN 'p' THEN 'primary key' WHEN 'f' THEN 'foreign key' WHEN 'x' THEN 'exclusion' END),
      ('columns', CASE WHEN c.contype <> 'x' THEN
          (SELECT string_agg(attname, ', ' ORDER BY CASE WHEN c.contype = 'c' THEN attname END, k.place)
             FROM unnest(c.conkey) WITH ORDINALITY AS k(number, place)
             JOIN pg_attribute ON attrelid = c.conrelid AND attnum = k.number) END),
      ('valid', CASE WHEN c.convalidated THEN 'yes' ELSE 'no' END),
      ('deferrable', CASE WHEN c.condeferrable THEN 'yes' ELSE 'no' END),
      ('enforced', to_jsonb(c) ->> 'conenforced'),
      ('no inherit', CASE WHEN c.contype IN ('c', 'n') THEN CASE WHEN c.connoinherit THEN 'yes' ELSE 'no' END END),
      ('references', (SELECT o.name FROM own_relations o WHERE o.oid = c.confrelid)),
      ('referenced columns', (SELECT string_agg(attname, ', ' ORDER BY k.place)
                                FROM unnest(c.confkey) WITH ORDINALITY AS k(number, place)
                                JOIN pg_attribute ON attrelid = c.confrelid AND attnum = k.number)),
      ('on delete', CASE WHEN c.contype = 'f' THEN CASE c.confdeltype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict'
          WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END END),
      ('on update', CASE WHEN c.contype = 'f' THEN CASE c.confupdtype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict'
          WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END END)
    ) AS a(attribute, value)
   WHERE c.contype <> 't'
     AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = c.conparentid AND p.conrelid = c.conrelid))";

constexpr const char* indexes = R"(
  SELECT 'index', i.name, a.attribute, a.value
    FROM own_relations i JOIN pg_index x ON x.indexrelid = i.oid
    JOIN own_relations r ON r.oid = x.indrelid, LATERAL (VALUES
      ('table', r.name),
      ('unique', CASE WHEN x.indisunique THEN 'yes' ELSE 'no' END),
      ('constraint', (SELECT conname FROM pg_constraint c WHERE c.conindid = i.oid AND c.contype IN ('p', 'u', 'x'))),
      ('part of', (SELECT p.name FROM pg_inherits JOIN own_relations p ON p.oid = inhparent WHERE inhrelid = i.oid))
    ) AS a(attribute, value))";

constexpr const char* types = R"(
  SELECT 'type', t.name, a.attribute, a.value
    FROM own_types t, LATERAL (VALUES
      ('kind', CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range' ELSE 'base' END),
      ('labels', (SELECT string_agg(enumlabel, ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)),
      ('base', CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END),
      ('not null', CASE WHEN t.typtype = 'd' THEN CASE WHEN t.typnotnull THEN 'yes' ELSE 'no' END END)
    ) AS a(attribute, value)
   WHERE t.typtype IN ('e', 'd', 'r', 'b') AND t.typcategory <> 'A'
  UNION ALL
  SELECT 'domain constraint', t.name || '.' || c.conname, 'valid', CASE WHEN c.convalidated THEN 'yes' ELSE 'no' END
    FROM own_types t JOIN pg_constraint c ON c.contypid = t.oid AND c.contype = 'c')";

constexpr const char* routines = R"(
  SELECT 'routine', p.name, a.attribute, a.value
    FROM own_routines p, LATERAL (VALUES
      ('kind', CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' WHEN 'w' THEN 'window function'
                              ELSE 'function' END),
      ('language', (SELECT lanname FROM pg_language l WHERE l.oid = p.prolang)),
      ('result', CASE WHEN p.prokind NOT IN ('p', 'a')
                      THEN CASE WHEN p.proretset THEN 'SETOF ' ELSE '' END || format_type(p.prorettype, NULL) END),
      ('volatility', CASE WHEN p.prokind <> 'a' THEN CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable'
                                                                        ELSE 'volatile' END END),
      ('argument names', CASE WHEN p.prokind = 'a' THEN NULL WHEN p.proargnames IS NULL
          THEN array_to_string(array_fill(''::text, ARRAY[p.pronargs::int]), ', ')
          ELSE (SELECT string_agg(n.name, ', ' ORDER BY n.place)
                  FROM unnest(p.proargnames, p.proargmodes) WITH ORDINALITY AS n(name, mode, place)
                 WHERE n.mode IS NULL OR n.mode IN ('i', 'b', 'v')) END),
      ('defaults', CASE WHEN p.prokind <> 'a' THEN p.pronargdefaults::text END),
      ('security definer', CASE WHEN p.prosecdef THEN 'yes' ELSE 'no' END),
      ('search_path', CASE WHEN EXISTS (SELECT FROM unnest(p.proconfig) s WHERE s LIKE 'search_path=%')
                           THEN 'yes' ELSE 'no' END),
      ('executed by all', CASE WHEN p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) g WHERE g.grantee = 0)
                               THEN 'yes' ELSE 'no' END)
    ) AS a(attribute, value))";

// What a partition has from its parent was internal before 15.
constexpr const char* parts = R"(
  SELECT 'trigger', r.name || '.' || t.tgname, a.attribute, a.value
    FROM own_relations r JOIN pg_trigger t ON t.tgrelid = r.oid, LATERAL (VALUES
      ('function', (SELECT n.nspname || '.' || p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                     WHERE p.oid = t.tgfoid)),
      ('for each row', CASE WHEN t.tgtype & 1 <> 0 THEN 'yes' ELSE 'no' END),
      ('instead of', CASE WHEN t.tgtype & 64 <> 0 THEN 'yes' ELSE 'no' END),
      ('transition tables', CASE WHEN t.tgoldtable IS NOT NULL OR t.tgnewtable IS NOT NULL THEN 'yes' ELSE 'no' END),
      ('update of', (SELECT string_agg(attname, ', ' ORDER BY attname) FROM unnest(t.tgattr::int2[]) AS k(number)
                       JOIN pg_attribute ON attrelid = r.oid AND attnum = k.number))
    ) AS a(attribute, value)
   WHERE NOT t.tgisinternal OR t.tgconstraint = 0
  UNION ALL
  SELECT 'policy', r.name || '.' || polname, NULL, NULL FROM own_relations r JOIN pg_policy ON polrelid = r.oid
  UNION ALL
  SELECT 'rule', r.name || '.' || rulename, NULL, NULL FROM own_relations r JOIN pg_rewrite ON ev_class = r.oid
   WHERE rulename <> '_RETURN')";

constexpr const char* sequences = R"(
  SELECT 'sequence', r.name, a.attribute, a.value
    FROM own_relations r JOIN pg_sequence s ON s.seqrelid = r.oid, LATERAL (VALUES
      ('owned by', (SELECT o.name || '.' || attname FROM pg_depend d JOIN own_relations o ON o.oid = d.refobjid
                      JOIN pg_attribute ON attrelid = d.refobjid AND attnum = d.refobjsubid
                     WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.deptype IN ('a', 'i')
                       AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0)),
      ('start', s.seqstart::text), ('increment', s.seqincrement::text),
      ('minimum', s.seqmin::text), ('maximum', s.seqmax::text)
    ) AS a(attribute, value))";

constexpr const char* others = R"(
  SELECT 'schema', nspname, NULL, NULL FROM own_schemas WHERE nspname <> 'public'
  UNION ALL SELECT 'extension', extname, NULL, NULL FROM pg_extension WHERE extname <> 'plpgsql'
  UNION ALL SELECT 'event trigger', evtname, NULL, NULL FROM pg_event_trigger
  UNION ALL SELECT 'server', srvname, NULL, NULL FROM pg_foreign_server
  UNION ALL SELECT 'foreign data wrapper', fdwname, NULL, NULL FROM pg_foreign_data_wrapper f
             WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = f.oid AND d.deptype = 'e')
  UNION ALL SELECT 'collation', n.nspname || '.' || collname, NULL, NULL
              FROM pg_collation JOIN own_schemas n ON n.oid = collnamespace
  UNION ALL SELECT 'statistics', n.nspname || '.' || stxname, NULL, NULL
              FROM pg_statistic_ext JOIN own_schemas n ON n.oid = stxnamespace
  UNION ALL SELECT 'publication', pubname, 'all tables', CASE WHEN puballtables THEN 'yes' ELSE 'no' END
              FROM pg_publication
  UNION ALL SELECT 'publication', pubname, 'tables',
                   (SELECT string_agg(o.name, ', ' ORDER BY o.name) FROM pg_publication_rel l
                      JOIN own_relations o ON o.oid = l.prrelid WHERE l.prpubid = p.oid)
              FROM pg_publication p)";

// Of an index what pginterlock keeps of it: all that follows the table but for NULLS NOT DISTINCT and WITH (…).
#define INDEX_DEFINITION(index)                          \
  "regexp_replace(regexp_replace(pg_get_indexdef(" index \
  "), '^.*? USING ', 'USING '), "                        \
  "' NULLS NOT DISTINCT| WITH \\([^)]*\\)', '', 'g')"

// SQL in the server's own words, in which names have no schema that the search path makes superfluous. A default of NULL
// is as good as none; the server keeps it for types with a length.
constexpr const char* kept_sql = R"(
  SELECT 'column', r.name || '.' || attname, 'default', pg_get_expr(d.adbin, d.adrelid)
    FROM own_relations r JOIN pg_attrdef d ON d.adrelid = r.oid JOIN pg_attribute ON attrelid = r.oid AND attnum = adnum
   WHERE r.relkind IN ('r', 'p', 'f') AND pg_get_expr(d.adbin, d.adrelid) !~ '^NULL(::[^'';]*)?$'
  UNION ALL
  SELECT 'constraint', r.name || '.' || conname, 'expression', pg_get_expr(conbin, conrelid)
    FROM own_relations r JOIN pg_constraint ON conrelid = r.oid AND contype = 'c'
  UNION ALL
  SELECT 'relation', r.name, 'partition bound', pg_get_expr(r.relpartbound, r.oid)
    FROM own_relations r WHERE r.relpartbound IS NOT NULL
  UNION ALL
  SELECT 'index', i.name, 'definition', )" INDEX_DEFINITION("i.oid") R"(
    FROM own_relations i JOIN pg_index x ON x.indexrelid = i.oid)";

void take(const Rows& rows, Catalogue& catalogue) {
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const CatalogueObject object{std::string(rows.text(row, 0)), std::string(rows.text(row, 1))};
    const std::string attribute(rows.text(row, 2));
    if (attribute.empty()) {
      catalogue.add(object);
      continue;
    }
    std::string value(rows.text(row, 3));
    if (attribute == "enforced" && !value.empty()) value = value == "true" ? "yes" : "no";
    catalogue.set(object, attribute, std::move(value));
  }
}

constexpr const char* all_schemas_in_path = R"(
  SELECT set_config('search_path', 'public' || coalesce((SELECT string_agg(', ' || quote_ident(nspname), '' ORDER BY nspname)
    FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')), ''), false))";

/// What makes the SQL once more on an empty copy of its table, and asks for it. `copy`: the copy, as SQL writes it;
/// `number` keeps names apart.
std::string probe_of(const KeptSql& kept, const std::string& copy, std::size_t number) {
  const std::string regclass = pg::quote_literal(copy) + "::regclass";
  switch (kept.form) {
    case KeptSql::Form::default_:
      return fmt::format(
          "ALTER TABLE {0} ALTER {1} SET DEFAULT {2};"
          "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef JOIN pg_attribute ON attrelid = adrelid AND attnum = "
          "adnum"
          " WHERE adrelid = {3} AND attname = (parse_ident({4}))[1]",
          copy, kept.column, kept.sql, regclass, pg::quote_literal(kept.column));
    case KeptSql::Form::generated:
      return fmt::format(
          "ALTER TABLE {0} ADD kept_column_{1} {2} GENERATED ALWAYS AS ({3}) STORED;"
          "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef JOIN pg_attribute ON attrelid = adrelid AND attnum = "
          "adnum"
          " WHERE adrelid = {4} AND attname = 'kept_column_{1}'",
          copy, number, kept.type, kept.sql, regclass);
    case KeptSql::Form::check:
      return fmt::format(
          "ALTER TABLE {0} ADD CONSTRAINT kept_check_{1} CHECK ({2});"
          "SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conrelid = {3} AND conname = 'kept_check_{1}'",
          copy, number, kept.sql, regclass);
    case KeptSql::Form::index:
      return fmt::format("CREATE INDEX kept_index_{0} ON {1} {2};SELECT {3}", number, copy, kept.sql,
                         fmt::format(INDEX_DEFINITION("'pg_temp.kept_index_{}'::regclass"), number));
    case KeptSql::Form::bound:
      return fmt::format(
          "CREATE TEMP TABLE kept_part_{0} PARTITION OF {1} {2};"
          "SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE oid = 'pg_temp.kept_part_{0}'::regclass",
          number, copy, kept.sql);
  }
  return {};
}

std::string sql_of(const QualifiedName& name) {
  return pg::quote_identifier(name.schema.str()) + "." + pg::quote_identifier(name.name.str());
}

/// Empty temporary copies of tables, one at a time. A copy has the name of its table: expressions may be qualified.
class Copies {
 public:
  explicit Copies(Connection& connection) : connection_(connection) {}

  const std::string& copy_for(const KeptSql& kept) {
    const bool partitioned = kept.form == KeptSql::Form::bound;
    if (!copy_.empty() && table_ == kept.table && !partitioned) return copy_;
    if (!copy_.empty()) connection_.tell("DROP TABLE " + std::exchange(copy_, {}));
    std::string key;
    if (partitioned) {
      const std::string table = pg::quote_literal(sql_of(kept.table));
      key = " PARTITION BY ";
      key += connection_.ask(fmt::format("SELECT pg_get_partkeydef({}::regclass)", table)).text(0, 0);
    }
    const std::string copy = sql_of({"pg_temp", kept.table.name});
    connection_.tell(fmt::format("CREATE TABLE {} (LIKE {}){}", copy, sql_of(kept.table), key));
    copy_ = copy;
    table_ = partitioned ? QualifiedName{} : kept.table;
    return copy_;
  }

 private:
  Connection& connection_;
  std::string copy_;  // empty: there is none
  QualifiedName table_;
};

}  // namespace

Catalogue catalogue_of(Connection& connection) {
  Catalogue catalogue;
  connection.tell("SET search_path = public");
  connection.tell(own_objects);
  for (const char* query : {relations, columns, constraints, indexes, types, routines, parts, sequences, others}) {
    take(connection.ask(query), catalogue);
  }
  connection.tell(all_schemas_in_path);
  take(connection.ask(kept_sql), catalogue);
  return catalogue;
}

void add_kept_sql(ReplayedCatalogue& replayed, Connection& connection) {
  connection.tell(all_schemas_in_path);
  Copies copies(connection);
  std::size_t number = 0;
  for (const KeptSql& kept : replayed.kept) {
    std::string value;
    try {
      const Rows rows = connection.ask(probe_of(kept, copies.copy_for(kept), ++number));
      value = rows.size() == 0 ? "(none)" : std::string(rows.text(0, 0));
    } catch (const ServerError& error) {
      value = fmt::format("{} (refused: {})", kept.sql, error.what());
    }
    replayed.catalogue.set(kept.object, kept.attribute, std::move(value));
  }
}

}  // namespace pginterlock::conformance
