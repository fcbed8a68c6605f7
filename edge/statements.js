// The statements that TOKEN may run, by their exact text. ADMIN_TOKEN may run any.
export default [
  "select name from sqlite_master where type = 'table' and name in ('d1_migrations', 'migration_sums', 'edge_probe')",
  "select name from d1_migrations order by id",
  "select name, sha256 from migration_sums order by name",
  "insert into edge_probe (id) values (?)",
  "select id from edge_probe where id = ?",
  "delete from edge_probe where id = ?",
];
