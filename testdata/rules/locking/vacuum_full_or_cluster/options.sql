VACUUM FULL t;  -- expect: vacuum-full-or-cluster
VACUUM (FULL) t;  -- expect: vacuum-full-or-cluster
VACUUM (FULL false) t;
VACUUM t;
CLUSTER t USING t_pkey;  -- expect: vacuum-full-or-cluster
