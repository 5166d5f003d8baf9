-- What is taken in is compared with what is alike, by an index however much of it there is: tickets on one address by
-- their title, events of one asset in one second by their path. The program fills in the titles of older tickets.
ALTER TABLE tickets ADD COLUMN title_key TEXT NOT NULL DEFAULT '';
DROP INDEX tickets_address;
CREATE INDEX tickets_address ON tickets (address, title_key);
DROP INDEX fim_events_asset;
CREATE INDEX fim_events_asset ON fim_events (asset_id, at, path);
