import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUsableRedirect } from './redirect-rules.ts'

test('an address to be sent back to is whole, https or loopback, and says nothing twice', () => {
  for (const uri of [
    'https://app.example/back',
    'https://app.example:8443/a?b=c',
    'http://127.0.0.1:7777/cb',
    'http://localhost/cb',
    'http://[::1]:9/cb',
  ])
    assert.ok(isUsableRedirect(uri), uri)
  for (const uri of [
    'http://app.example/back',
    'https://*.app.example/back',
    'https://app.example/back#part',
    'https://user:secret@app.example/',
    'https://app.example\\@evil.example/',
    'https://app.example/a b',
    'javascript:alert(1)',
    'data:text/html,x',
    'http://127.0.0.1.evil.example/',
    '//app.example/back',
    '/back',
    'nonsense',
    '',
  ])
    assert.equal(isUsableRedirect(uri), false, uri)
})
