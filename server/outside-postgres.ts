/** What an outside PostgreSQL (DATABASE_URL) must be and allow; asked before anything is made in it. */
import pg from 'pg'
import { ConfigProblem } from '#kernel/config.ts'
import { APP_ROLE } from '#kernel/db.ts'

const OLDEST_MAJOR = 15
const PATIENCE_MS = 10_000

export type Standing = {
  version: number
  login: string
  database: string
  is_new: boolean
  may_create: boolean
  may_create_roles: boolean
  role_exists: boolean
  may_take_role: boolean
  may_grant_role: boolean
}

/** Throws ConfigProblem saying what to correct. */
export async function requireOutsidePostgres(url: string): Promise<void> {
  if (!/^postgres(ql)?:\/\//.test(url)) throw noAddress()
  const standing = await askStanding(url).catch((error: Error) => {
    throw explainConnection(error)
  })
  const wrong = standingProblem(standing)
  if (wrong) throw wrong
}

/** What keeps this login from working there; undefined = nothing. */
export function standingProblem(standing: Standing): ConfigProblem | undefined {
  const { version, login, database } = standing
  if (Math.floor(version / 10_000) < OLDEST_MAJOR)
    return problem(
      `the server there is PostgreSQL ${versionName(version)}; ${OLDEST_MAJOR} or newer is needed. Upgrade it, or name a newer one`,
      `那里的 PostgreSQL 是 ${versionName(version)}，需要 ${OLDEST_MAJOR} 或更新的版本。请升级，或改用更新的服务器`,
    )
  if (standing.is_new && !standing.may_create)
    return problem(
      `“${login}” may not create schemas and tables in “${database}”. Let it own the database: alter database "${database}" owner to "${login}"`,
      `“${login}”无权在数据库“${database}”中建表。请把数据库交给它：alter database "${database}" owner to "${login}"`,
    )
  // The first migration makes the role and takes it on, where this login may.
  if (standing.may_take_role || (standing.is_new && standing.may_grant_role)) return undefined
  if (standing.role_exists)
    return problem(
      `“${login}” may not take on the role ${APP_ROLE}. As an administrator of that PostgreSQL: grant ${APP_ROLE} to "${login}"`,
      `“${login}”不能使用角色 ${APP_ROLE}。请以该 PostgreSQL 管理员身份执行：grant ${APP_ROLE} to "${login}"`,
    )
  if (!standing.may_create_roles)
    return problem(
      `“${login}” may not create the role ${APP_ROLE}. As an administrator of that PostgreSQL: alter role "${login}" createrole`,
      `“${login}”不能创建角色 ${APP_ROLE}。请以该 PostgreSQL 管理员身份执行：alter role "${login}" createrole`,
    )
  return undefined
}

async function askStanding(url: string): Promise<Standing> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: PATIENCE_MS,
    application_name: 'zhanggui-check',
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<Standing>(
      `select current_setting('server_version_num')::int as version, current_user as login, current_database() as database,
        to_regclass('app.migrations') is null as is_new,
        has_database_privilege(current_database(), 'create') and has_schema_privilege('public', 'create') as may_create,
        me.rolsuper or me.rolcreaterole as may_create_roles,
        app.oid is not null as role_exists,
        me.rolsuper or coalesce(pg_has_role(me.oid, app.oid, server.take_on), false) as may_take_role,
        coalesce(pg_has_role(me.oid, app.oid, 'member with admin option'), false)
          or (me.rolcreaterole and server.take_on = 'member') as may_grant_role
      from pg_roles me
      cross join (select case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end as take_on) server
      left join pg_roles app on app.rolname = $1 where me.rolname = current_user`,
      [APP_ROLE],
    )
    if (!rows[0]) throw new Error('the server does not know its own login')
    return rows[0]
  } finally {
    await client.end().catch(() => undefined)
  }
}

const versionName = (version: number): string => `${Math.floor(version / 10_000)}.${version % 10_000}`

/** Never repeats the address: it may hold the password. */
function explainConnection(error: Error): Error {
  const { code = '', message } = error as Error & { code?: string }
  if (
    ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT', 'ECONNRESET'].includes(code)
  )
    return problem(
      'no PostgreSQL answers there. Check host and port, and that it runs',
      '那里没有 PostgreSQL 应答。请检查主机和端口，并确认它在运行',
    )
  if (/timeout expired|Connection terminated/.test(message))
    return problem('nothing answers there in time. Check host, port and firewall', '连接超时。请检查主机、端口和防火墙')
  if (code === '28P01' || code === '28000' || /password must be a string/.test(message))
    return problem(
      'user or password is wrong, or that login is not let in from here. Correct it',
      '用户名或密码不对，或该用户不允许从这里登录。请改正',
    )
  if (code === '3D000')
    return problem(
      'that database does not exist. Create it (createdb) or correct the name',
      '该数据库不存在。请先创建（createdb），或改正名称',
    )
  if (code === '53300')
    return problem('the server has no connection to spare. Raise max_connections', '该服务器的连接数已满。请提高 max_connections')
  if (code === 'ERR_INVALID_URL') return noAddress()
  return problem(`it cannot be used (${message}). Correct it`, `无法使用（${message}）。请改正`)
}

const noAddress = (): ConfigProblem =>
  problem(
    'this is not an address. Write postgres://USER:PASSWORD@HOST:PORT/DATABASE (special characters in the password as %XX)',
    '地址格式不对。请写成 postgres://用户:密码@主机:端口/数据库（密码中的特殊字符写成 %XX）',
  )

const problem = (en: string, zh: string): ConfigProblem =>
  new ConfigProblem(`DATABASE_URL: ${en}, then start again.`, `DATABASE_URL：${zh}，然后重新启动。`)
