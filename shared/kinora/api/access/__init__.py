"""Who may do what: tokens, sessions, hosts, rates, sizes, and requests that are sent twice."""
