set local search_path = rule, pg_catalog
