-- The feed's functions. Each statement of a volatile SQL function sees what was committed when it starts: the head is
-- read after the lock is held, so it is the newest. 41001 and 41002 are the locks of the audit and of the looks.

create function feed_head() returns bytea language sql volatile as $$
    select pg_advisory_xact_lock(41001);
    select digest from audit_entry order by id desc limit 1;
$$;
create function look_head() returns bytea language sql volatile as $$
    select pg_advisory_xact_lock(41002);
    select digest from look_entry order by id desc limit 1;
$$;
create function feed_append(lines jsonb, changes jsonb) returns bigint language plpgsql as $$
declare last_id bigint;
begin
    insert into audit_entry (machine_at, district_at, account, actor, role, area, session, action, subject, subject_id, facts, digest)
    select machine_at, district_at, account, actor, role, area, session, action, subject, subject_id, facts, decode(digest, 'hex')
    from jsonb_to_recordset(lines) as line (n int, machine_at timestamptz, district_at timestamptz, account bigint, actor text,
        role text, area text, session text, action text, subject text, subject_id text, facts jsonb, digest text)
    order by n;
    insert into change (machine_at, district_at, account, role, subject, subject_id, street, community, grid, event, facts, state, figures)
    select machine_at, district_at, account, role, subject, subject_id, street, community, grid, event, facts, state, figures
    from jsonb_to_recordset(changes) as row (n int, machine_at timestamptz, district_at timestamptz, account bigint, role text,
        subject text, subject_id text, street text, community text, grid text, event text, facts jsonb, state jsonb, figures jsonb)
    order by n;
    if jsonb_array_length(changes) > 0 then
        last_id := currval(pg_get_serial_sequence('change', 'id'));
        perform pg_notify('feed', last_id::text);
    end if;
    return last_id;
end $$;
create function look_append(lines jsonb) returns void language sql as $$
    insert into look_entry (machine_at, district_at, account, actor, role, area, session, action, subject, subject_id, facts, digest)
    select machine_at, district_at, account, actor, role, area, session, action, subject, subject_id, facts, decode(digest, 'hex')
    from jsonb_to_recordset(lines) as line (n int, machine_at timestamptz, district_at timestamptz, account bigint, actor text,
        role text, area text, session text, action text, subject text, subject_id text, facts jsonb, digest text)
    order by n;
$$;
