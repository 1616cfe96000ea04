drop schema if exists raw, staging, quality, core, mart, meta cascade;
