/** Where a process may die while a packing desk prints: desk-printing.test.ts loses the page there, but no test kills the server yet. */
export const deskFailpoints: ReadonlySet<string> = new Set([
  'fulfilment.lapseDeskSheets.beforeCommit',
  'fulfilment.lapseDeskSheets.afterCommit',
  'job.fulfilment.lapseDeskSheets.beforeFinish',
  'job.fulfilment.stopLostBatches.beforeFinish',
])
