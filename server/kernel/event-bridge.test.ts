import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { openEventBridge } from './event-bridge.ts'
import { createEventHub, type EventFact } from './events.ts'

let t: TestTeam
let superuser: pg.Client
before(async () => {
  t = await aTeam()
  superuser = new pg.Client({ ...t.address, database: 'postgres' })
  await superuser.connect()
})
after(async () => {
  await superuser.end()
  await t.drop()
})

test('a fact reaches the pages of another process, also after the database had been away for a while', async () => {
  const [here, there] = [createEventHub(), createEventHub()]
  const heard: EventFact[] = []
  there.listen((_merchant, facts) => void heard.push(...facts))
  const { logger } = t.app.kernel.world
  const bridges = [await openEventBridge(t.address, here, logger), await openEventBridge(t.address, there, logger)]
  const fact: EventFact = { kind: 'test.happened', permission: 'orders.view', shopIds: [], ids: [] }
  const untilHeard = async () => {
    for (; heard.length === 0; await wait(50)) here.publish(t.merchantId, [fact])
    assert.equal(heard.splice(0)[0]?.kind, 'test.happened')
  }
  await untilHeard()
  // Nobody is let in while both bridges try to come back.
  const { database } = t.address
  await superuser.query(`alter database ${database} allow_connections false`)
  await superuser.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'zhanggui-events' and datname = $1",
    [database],
  )
  await wait(1500)
  await superuser.query(`alter database ${database} allow_connections true`)
  await wait(100)
  heard.length = 0
  await untilHeard()
  for (const bridge of bridges) await bridge.close()
})
