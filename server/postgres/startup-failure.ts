/**
 * Why Zhanggui cannot start, said so that a person can act on it. The entry points print `zh` and `en` and exit with a code other
 * than 0; `cause` holds the technical reason for the log.
 */
export class StartupFailure extends Error {
  readonly code: string
  readonly zh: string
  readonly en: string
  constructor(code: string, zh: string, en: string, cause?: unknown) {
    super(en, cause === undefined ? undefined : { cause })
    this.name = 'StartupFailure'
    this.code = code
    this.zh = zh
    this.en = en
  }
}

export const noPermission = (path: string, cause?: unknown) =>
  new StartupFailure(
    'postgres.noPermission',
    `没有权限读写 ${path}。请修改该目录的属主或权限,或用 ZHANGGUI_HOME 指定一个可写的目录。`,
    `Cannot read and write ${path}. Give your account that folder, or set ZHANGGUI_HOME to a folder it may write to.`,
    cause,
  )

export const diskFull = (path: string, cause?: unknown) =>
  new StartupFailure(
    'postgres.diskFull',
    `磁盘空间不足,无法在 ${path} 保存数据。请至少腾出 500 MB 后重新启动,已有的数据没有丢失。`,
    `The disk holding ${path} is full. Free at least 500 MB and start again; existing data is intact.`,
    cause,
  )

export const otherVersion = (path: string, found: string, expected: string) =>
  new StartupFailure(
    'postgres.otherVersion',
    `${path} 中的数据库属于 PostgreSQL ${found},本版本使用 PostgreSQL ${expected}。请用当时的掌柜版本导出备份后再恢复,或换一个 ZHANGGUI_HOME。`,
    `The database in ${path} was made by PostgreSQL ${found}, this version runs PostgreSQL ${expected}. Restore a backup made with the version that created it, or use another ZHANGGUI_HOME.`,
  )

export const unsupportedPlatform = (platform: string, cause?: unknown) =>
  new StartupFailure(
    'postgres.unsupportedPlatform',
    `内置 PostgreSQL 无法在 ${platform} 上运行。请安装 PostgreSQL 15 或更新版本,并设置 DATABASE_URL。`,
    `The embedded PostgreSQL does not run on ${platform}. Install PostgreSQL 15 or newer and set DATABASE_URL.`,
    cause,
  )

export const noAccount = (cause?: unknown) =>
  new StartupFailure(
    'postgres.noAccount',
    '当前系统用户没有登录名,PostgreSQL 无法以它运行。请换一个普通用户启动,或设置 DATABASE_URL 使用外部的 PostgreSQL。',
    'PostgreSQL needs a named account that is not root and found none. Start as an ordinary user, or set DATABASE_URL to use another PostgreSQL.',
    cause,
  )

export const clusterMissing = (path: string, target: string) =>
  new StartupFailure(
    'postgres.clusterMissing',
    `${path} 指向 ${target},但那里已没有数据库。请把数据放回原处;如要重新开始,请删除 ${path}。`,
    `${path} points to ${target}, but no database is there. Put the data back, or delete ${path} to begin afresh.`,
  )

const startFailed = (log: string, cause?: unknown) =>
  new StartupFailure(
    'postgres.failed',
    `内置 PostgreSQL 启动失败。请查看 ${log} 末尾的原因。`,
    `The embedded PostgreSQL did not start. The reason is at the end of ${log}.`,
    cause,
  )

/** Turns an error of the file system or the text that initdb or postgres printed into the sentence a person needs. */
export function explain(reason: unknown, path: string, log: string): StartupFailure {
  if (reason instanceof StartupFailure) return reason
  const text = reason instanceof Error ? `${'code' in reason ? reason.code : ''} ${reason.message}` : String(reason)
  if (/ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/i.test(text)) return diskFull(path, reason)
  if (/EACCES|EPERM|EROFS|Permission denied|Operation not permitted|Read-only file system/i.test(text))
    return noPermission(path, reason)
  if (/could not look up effective user ID/i.test(text)) return noAccount(reason)
  return startFailed(log, reason)
}
