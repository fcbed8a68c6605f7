"""Where data rests: ports and their adapters. The object store is the truth, tables are folds."""
