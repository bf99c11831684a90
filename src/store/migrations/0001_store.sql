-- One text for SQLite and PostgreSQL. Times are milliseconds since 1970 (UTC), JSON is text, ids of ours are made by
-- `store::id` (GitHub's numeric ids are used for what is GitHub's).

-- One webhook POST, by its X-GitHub-Delivery. Nothing of its payload is kept. GitHub's ids are unique by themselves;
-- stand-ins for GitHub number theirs by the clock, hence the event and the action.
create table delivery (
    id text not null,
    event text not null,
    action text not null,
    received_at bigint not null,
    primary key (id, event, action)
);
create index delivery_received on delivery (received_at);

-- Work to do. `lease` is 0 while waiting; a running job whose lease is over belongs to whoever takes it.
create table job (
    id bigint not null primary key,
    name text not null,
    key text, -- of one name and key at most one waits: the newer replaces it
    lane text, -- of one lane at most one runs
    payload text not null,
    priority bigint not null,
    run_at bigint not null,
    lease bigint not null default 0,
    worker text,
    attempts bigint not null default 0,
    state text not null default 'waiting', -- 'waiting', 'running', 'aside'; a job that is done is deleted
    last_error text,
    delivery text,
    created_at bigint not null
);
create unique index job_waiting on job (name, key) where state = 'waiting';
create unique index job_running on job (lane) where state = 'running';
create index job_due on job (priority desc, run_at, id) where state <> 'aside';
create index job_delivery on job (delivery);

create table installation (
    id bigint not null primary key,
    account text not null,
    account_id bigint not null,
    kind text not null, -- 'Organization', 'User'
    suspended_at bigint,
    deleted_at bigint,
    created_at bigint not null
);

-- `id` is GitHub's and outlives renames.
create table repository (
    id bigint not null primary key,
    owner text not null,
    name text not null,
    private boolean not null default true,
    archived boolean not null default false,
    default_branch text,
    installation_id bigint,
    removed_at bigint,
    startup_id text,
    startup_source text, -- 'directory', 'settings', 'override'
    settings text not null default '{}',
    seen_at bigint not null
);
create index repository_name on repository (lower(owner), lower(name));
create index repository_installation on repository (installation_id);
create index repository_startup on repository (startup_id);

-- The work on one head. `number` is 0 when no pull request is meant. `cause` is the job that asked for it: the same
-- job, started again after a crash, finds its review instead of beginning another.
create table review (
    id bigint not null primary key,
    repository_id bigint not null,
    head_sha text not null,
    base_sha text,
    kind text not null, -- 'pull_request', 'branch', 'merge_group'
    number bigint not null default 0,
    branch text,
    attempt bigint not null default 1,
    cause bigint,
    status text not null default 'begun', -- 'begun', 'finished'
    outcome text,
    created_at bigint not null,
    finished_at bigint,
    unique (repository_id, head_sha, kind, number, attempt)
);
create index review_latest on review (repository_id, kind, finished_at);
create index review_finished on review (kind, finished_at);
create index review_begun on review (created_at) where status = 'begun';

-- One check of a review: its check run on GitHub, and what it said.
create table check_outcome (
    review_id bigint not null,
    check_name text not null,
    check_run_id bigint,
    annotations_sent bigint not null default 0,
    conclusion text,
    new_findings bigint not null default 0,
    fixed_findings bigint not null default 0,
    remaining_findings bigint not null default 0,
    failures bigint not null default 0,
    warnings bigint not null default 0,
    notices bigint not null default 0,
    grade text,
    finished_at bigint,
    primary key (review_id, check_name)
);
create index check_outcome_run on check_outcome (check_run_id);

create table finding (
    review_id bigint not null,
    check_name text not null,
    place bigint not null, -- 0, 1, 2 … in the order the check gave them
    rule text not null,
    level text not null, -- 'failure', 'warning', 'notice'
    path text not null,
    line bigint not null, -- 1-based; 0 when it is about the whole file
    fingerprint text not null,
    state text not null, -- 'new', 'remaining'
    data text not null,
    primary key (review_id, check_name, place)
);

-- What one file says alone, kept for ever: a blob is read once.
create table inspection (
    blob_sha text not null,
    path text not null,
    check_name text not null,
    version text not null,
    data text not null,
    kept_at bigint not null,
    primary key (blob_sha, path, check_name, version)
);

-- What the world answered to a check's question.
create table answer (
    question text not null primary key,
    answer text not null,
    etag text,
    fetched_at bigint not null,
    expires_at bigint not null
);

create table incubator (
    id text not null primary key,
    title text not null
);

create table startup (
    id text not null primary key,
    name text not null,
    incubator_id text,
    phase text,
    active boolean not null default true,
    repository text,
    link text,
    data text not null default '{}',
    updated_at bigint not null
);
