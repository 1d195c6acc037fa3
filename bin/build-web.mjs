#!/usr/bin/env node
import { run } from './bootstrap.mjs'
import { ensureWebBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'

run(async () => {
  await ensureInstalled()
  await ensureWebBuilt()
  return 0
})
