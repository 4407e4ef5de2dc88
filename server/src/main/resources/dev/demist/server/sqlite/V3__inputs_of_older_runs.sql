-- Version 1 knew the start pictures of a run from its request only.
INSERT INTO run_input (run, reference)
SELECT id, json_extract(request, '$.image') FROM run WHERE json_extract(request, '$.image') LIKE 'sha256:%'
UNION
SELECT id, json_extract(request, '$.mask') FROM run WHERE json_extract(request, '$.mask') LIKE 'sha256:%'
UNION
SELECT id, json_extract(request, '$.controlImage') FROM run
WHERE json_extract(request, '$.controlImage') LIKE 'sha256:%';
