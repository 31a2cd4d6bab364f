-- transaction: file
DO $$ BEGIN COMMIT; END $$;
COMMIT AND CHAIN;  -- expect: ends-transaction-of-runner
ROLLBACK;
