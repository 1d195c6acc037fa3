/** The sandbox in a process of its own, as the real platform would be: started by fork, tells its addresses, obeys `create N`. */
import { startSandbox } from '#sandbox/sandbox.ts'

type Order = { create: number }
const sandbox = await startSandbox({
  courierDelayMs: Number(process.env.COURIER_DELAY_MS ?? 0),
  printers: [{ name: 'bench', speedMs: 0 }],
})
const { gatewayUrl, gateways, services, url, control } = sandbox
process.send?.({ gatewayUrl, gateways, services, url, platformShopId: control.shops()[0]?.id })
process.on('message', ({ create }: Order) => {
  control.createOrders(create)
  process.send?.({ created: create })
})
process.on('disconnect', () => process.exit())
