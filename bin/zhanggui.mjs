#!/usr/bin/env node
import { run } from './bootstrap.mjs'
import { ensureInstalled } from './install.mjs'
import { runPinned } from './runtime.mjs'

run(async () => {
  await ensureInstalled()
  return runPinned('server/cli.ts', process.argv.slice(2))
})
