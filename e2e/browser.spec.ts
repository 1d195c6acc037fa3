import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { openBrowser } from './browser.ts'

test('a real Chromium opens a page of this machine and runs its script', async () => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end('<h1></h1><script>document.querySelector("h1").textContent = ["掌", "柜"].join("")</script>')
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const browser = await openBrowser()
  try {
    const page = await browser.newPage()
    const address = server.address()
    assert.ok(address && typeof address === 'object')
    await page.goto(`http://127.0.0.1:${address.port}/`)
    assert.equal(await page.textContent('h1'), '掌柜')
    const { length } = await page.screenshot()
    assert.ok(length > 1000)
  } finally {
    await browser.close()
    server.close()
    server.closeAllConnections()
  }
})
