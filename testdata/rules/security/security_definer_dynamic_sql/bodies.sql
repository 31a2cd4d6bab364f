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
