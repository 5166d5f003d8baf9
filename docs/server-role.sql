-- The rights of the role that people work with on a server, `provost_app`, given by the owner of the tables: everything but to change or
-- delete what stands in the log, or to change the tables themselves. The owner keeps `db migrate`, `db restore` and `log prune`.
-- For another organisation than `provost`, put its name in the place of that.
GRANT USAGE ON SCHEMA provost TO provost_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA provost TO provost_app;
REVOKE UPDATE, DELETE ON provost.log_entries, provost.log_occasions, provost.log_objects, provost.log_words,
    provost.log_anchors, provost.provost_schema FROM provost_app;
GRANT SELECT, UPDATE, USAGE ON ALL SEQUENCES IN SCHEMA provost TO provost_app;
