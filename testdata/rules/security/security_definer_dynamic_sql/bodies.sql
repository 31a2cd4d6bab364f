-- expect: security-definer-dynamic-sql
CREATE FUNCTION a(t text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN EXECUTE 'DROP TABLE ' || t; END $$;
CREATE FUNCTION b(t text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN EXECUTE 'DROP TABLE ' || quote_ident(t); END $$;
CREATE FUNCTION c(t text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN EXECUTE format('DROP TABLE %I', t); END $$;
-- expect: security-definer-dynamic-sql
CREATE FUNCTION d(t text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN EXECUTE format('DROP TABLE %s', t); END $$;
CREATE FUNCTION e(t text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN EXECUTE 'SELECT f($1)' USING t; END $$;
-- expect: security-definer-dynamic-sql
CREATE FUNCTION f(t text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ DECLARE q text; BEGIN q := 'DROP TABLE ' || t; EXECUTE q; END $$;
CREATE FUNCTION g(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DROP TABLE ' || t; END $$;
CREATE FUNCTION h(t regclass) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN EXECUTE 'ANALYZE ' || t::regclass; END $$;
CREATE FUNCTION i() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN GRANT EXECUTE ON FUNCTION g(text) TO bob; END $$;
CREATE FUNCTION j(t text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN EXECUTE 'SELECT ' || 'a' || ' FROM ' || quote_ident(t) || '.x'; END $$;
CREATE FUNCTION typed(t regclass, n int, u uuid, o text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t); EXECUTE 'ALTER SEQUENCE s RESTART WITH ' || n; EXECUTE 'x ''' || u || ''''; EXECUTE format('%s %2$s', $1, quote_ident(o)); END $$;
-- expect: security-definer-dynamic-sql
CREATE FUNCTION second(n int, o text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN EXECUTE format('x %s %s', n, o); END $$;
-- expect: security-definer-dynamic-sql
CREATE FUNCTION first(n int, o text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN EXECUTE format('x %2$s', n, o); END $$;
-- expect: security-definer-dynamic-sql
CREATE FUNCTION several(n int[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN EXECUTE format('x %s', n); END $$;
CREATE FUNCTION declared() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ DECLARE n bigint := 4; BEGIN FOR i IN 1..10 LOOP EXECUTE 'x' || i || n; END LOOP; END $$;
CREATE FUNCTION relid() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN EXECUTE format('INSERT INTO %s', TG_RELID::regclass); END $$;
-- expect: security-definer-dynamic-sql
CREATE FUNCTION table_name() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN EXECUTE 'INSERT INTO ' || TG_TABLE_NAME; END $$;
CREATE FUNCTION rls() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ DECLARE cmd record; BEGIN FOR cmd IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', cmd.object_identity); END LOOP; END $$;
