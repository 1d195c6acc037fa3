// --import this: loads the sources with one place changed, named by ZHANGGUI_MUTANT = { file, start, end, text }. For tests of tests.
import { registerHooks } from 'node:module'

const mutant = JSON.parse(process.env.ZHANGGUI_MUTANT ?? 'null')

if (mutant)
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      if (!url.endsWith(`/${mutant.file}`)) return loaded
      const source = String(loaded.source)
      return { ...loaded, source: source.slice(0, mutant.start) + mutant.text + source.slice(mutant.end) }
    },
  })
