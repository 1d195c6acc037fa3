import { useEffect, useRef } from 'react'
import { useMay } from '#web/app/session.ts'
import { call, newIdempotencyKey } from '#web/shared/api.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import { openComponentLine } from './component-line.ts'
import { createDeskDriver } from './desk-driver.ts'
import { componentUrl, deskOfThisBrowser, newUuid } from './this-desk.ts'

const LOOK_MS = 2000

/** Prints what waits for the printers of this desk, on whichever page its person is, as long as one tab is open. Shows nothing. */
export function PrintDesk() {
  const may = useMay()
  const deskId = deskOfThisBrowser()
  return deskId !== null && may('fulfilment.print') ? <Driven deskId={deskId} /> : null
}

function Driven({ deskId }: { deskId: string }) {
  const components = useOperation('fulfilment.listPrintComponents', {}, { staleMs: 60_000 }).data?.rows
  // Read again with every fact of fulfilment, so that a sheet queued anywhere is seen at once.
  const changedAt = useOperation('fulfilment.readDesk', { deskId }, { live: LOOK_MS }).dataUpdatedAt
  const driver = useRef<ReturnType<typeof createDeskDriver> | null>(null)
  useEffect(() => {
    if (!components) return undefined
    const urls = new Map(components.map((each) => [each.component, componentUrl(each)]))
    const leave = new AbortController()
    let isAlone = false
    const drive = () => {
      driver.current = createDeskDriver({
        server: serverOf(deskId),
        openLine: (component, ears) => openComponentLine(urls.get(component) ?? '', ears),
        newId: newUuid,
        now: Date.now,
        isAlone: () => isAlone,
      })
      void driver.current.look()
    }
    void whenAlone(deskId, leave.signal, (isLocked) => {
      isAlone = isLocked
      drive()
    })
    return () => {
      leave.abort()
      driver.current?.close()
      driver.current = null
    }
  }, [components, deskId])
  useEffect(() => {
    if (changedAt > 0) void driver.current?.look()
  }, [changedAt])
  return null
}

const serverOf = (deskId: string) => ({
  readDesk: () => call('fulfilment.readDesk', { deskId }),
  take: async (printerId: string, takeId: string, take: number) =>
    (await call('fulfilment.takeDeskSheets', { deskId, printerId, takeId, take }, { idempotencyKey: newIdempotencyKey() }))
      .sheets,
  report: async (...[news, printers]: Parameters<Parameters<typeof createDeskDriver>[0]['server']['report']>) => {
    await call('fulfilment.reportDeskSheets', { deskId, news, printers }, { idempotencyKey: newIdempotencyKey() })
  },
})

/** One tab of a browser drives the desk; the next one waits for it to go. Where pages cannot agree (plain http), every tab may. */
async function whenAlone(deskId: string, signal: AbortSignal, act: (isLocked: boolean) => void): Promise<void> {
  if (!navigator.locks) return act(false)
  const gone = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  const hold = async () => {
    if (!signal.aborted) act(true)
    await gone
  }
  await navigator.locks.request(`zhanggui.desk.${deskId}`, { signal }, hold).catch(() => undefined)
}
