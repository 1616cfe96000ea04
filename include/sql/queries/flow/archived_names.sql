select distinct a.sha256 from raw.arrival as a;
