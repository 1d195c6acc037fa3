/** Which process holds a platform's line. */
import { type Directory, sql } from '#kernel/db.ts'

/** Takes or keeps the line. False: another process holds it, or no merchant has a shop there. */
export async function takeLine(directory: Directory, platform: string, holder: string, seconds: number): Promise<boolean> {
  const taken = await directory.write(sql`
    insert into directory.push_lines (platform, held_by, lease_until)
    select ${platform}, ${holder}, now() + make_interval(secs => ${seconds})
    where exists (select from directory.platform_shops where platform = ${platform})
    on conflict (platform) do update set held_by = excluded.held_by, lease_until = excluded.lease_until
      where push_lines.held_by = excluded.held_by or push_lines.lease_until < now()`)
  return taken === 1
}

export async function giveBackLine(directory: Directory, platform: string, holder: string): Promise<void> {
  await directory.write(sql`delete from directory.push_lines where platform = ${platform} and held_by = ${holder}`)
}
