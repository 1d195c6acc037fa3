#!/usr/bin/env node
import { run } from './bootstrap.mjs'
import { ensureWebBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { runPinned } from './runtime.mjs'

run(async () => {
  await ensureInstalled()
  if (process.argv.includes('--dev')) return runPinned('server/dev.ts', [])
  await ensureWebBuilt()
  return runPinned('server/start.ts', process.argv.slice(2))
})
