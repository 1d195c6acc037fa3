/** What is taken away at one of three servers is gone at all of them; with its time limits, and with the notifications cut, in revocation.long.ts. */
import { after, before, test } from 'node:test'
import { type Nodes, startNodes } from './testing/nodes.ts'
import { aScene, revocations, revoke, type Scene } from './testing/revocation.ts'
import { aTeam } from './testing/team.ts'

let scene: Scene
let servers: Nodes
before(async () => {
  const t = await aTeam()
  servers = await startNodes(t, 3)
  scene = await aScene(t, servers.nodes)
})
after(async () => {
  await servers.stop()
  await scene.t.drop()
})

for (const one of revocations)
  test(`whoever ${one.name} at one server: all three know from the next request on, and the open pages too`, async () => {
    await revoke(scene, one)
  })
