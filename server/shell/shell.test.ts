/** The shell as a person meets it: a child process, its exit code, and one sentence that says what to do. */
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { createTestDatabase, type TestDatabase } from '#tools/test-database.ts'
import { aShell, type Ended } from './testing/a-shell.ts'

let outside: TestDatabase
let zhanggui: (words: string[], environment?: Record<string, string>, input?: string) => Promise<Ended>
const scratch = mkdtempSync(path.join(tmpdir(), 'zhanggui-shell-'))
const home = path.join(scratch, 'home')
before(async () => {
  outside = await createTestDatabase()
  zhanggui = aShell(home, outside)
})
after(async () => {
  await outside.drop()
  rmSync(scratch, { recursive: true, force: true })
})

test('a start that cannot succeed ends with 1, says what to do, shows no stack and leaves nothing behind', async () => {
  const blocker = createServer()
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve))
  const taken = String((blocker.address() as { port: number }).port)
  const blocked = path.join(scratch, 'a-file')
  writeFileSync(blocked, '')
  const cases: [Record<string, string>, RegExp][] = [
    [{ PORT: taken }, /Port \d+ is taken.*PORT=\d+/],
    [{ PORT: 'abc' }, /PORT=abc: a whole number is expected/],
    [{ HOST: '203.0.113.7' }, /HOST=203\.0\.113\.7: this machine has no such address/],
    [{ DATABASE_URL: 'postgres://me:pw@127.0.0.1:1/zg' }, /DATABASE_URL: no PostgreSQL answers there/],
    [{ ZHANGGUI_HOME: path.join(blocked, 'home') }, /Cannot write to .* set ZHANGGUI_HOME/],
  ]
  const ends = await Promise.all(cases.map(([environment]) => zhanggui(['serve'], { PORT: '0', ...environment })))
  blocker.close()
  for (const [place, { code, err }] of ends.entries()) {
    assert.equal(code, 1)
    assert.match(err, cases[place]?.[1] ?? /$^/)
    assert.match(err, /[一-龥]/)
    assert.doesNotMatch(err, /\n\s+at /)
  }
  assert.deepEqual(readdirSync(scratch), ['a-file'])
})

test('a database of a newer program is left alone', async () => {
  const client = new pg.Client(outside.address)
  await client.connect()
  await client.query("insert into app.migrations (version, file) values (9999, '9999-future.sql')")
  const { code, err } = await zhanggui(['serve'], { PORT: '0' })
  await client.query('delete from app.migrations where version = 9999')
  await client.end()
  assert.equal(code, 1)
  assert.match(err, /at version 9999, this program knows up to \d+\. Start the newer program/)
})

test('a flag or command that does not exist, or belongs to another command, ends with 2 and changes nothing', async () => {
  const ends = await Promise.all(
    [['serve', '--bogus'], ['serve', '--port', '3000'], ['sevre'], ['toString']].map((words) => zhanggui(words)),
  )
  const [unknown, stray, misspelt, inherited] = ends
  for (const { code, err } of ends) assert.deepEqual([code, err.trim().split('\n').length], [2, 1])
  assert.match(unknown?.err ?? '', /Unknown option '--bogus'/)
  assert.match(stray?.err ?? '', /serve has no --port\. Usage: npx zhanggui serve/)
  assert.match(misspelt?.err ?? '', /no command “sevre”/)
  assert.match(inherited?.err ?? '', /no command “toString”/)
  assert.ok(!existsSync(path.join(home, 'postgres')))
  assert.match((await zhanggui(['call', '--help'])).out, /--no-wait/)
})
