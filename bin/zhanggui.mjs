#!/usr/bin/env node
import { run } from './bootstrap.mjs'
import { ensureWebBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { runPinned } from './runtime.mjs'

const words = process.argv.slice(2)

run(async () => {
  await ensureInstalled()
  if (words[0] === 'serve' && !/--role[ =]worker/.test(words.join(' '))) await ensureWebBuilt()
  return runPinned('server/cli.ts', words)
})
