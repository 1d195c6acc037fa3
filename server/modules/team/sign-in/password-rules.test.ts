import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isGuessable } from './password-rules.ts'

const known = ['云上优选:xiaowang', '小王']

test('what everybody tries first is refused', () => {
  for (const password of [
    'password123',
    'PassWord123',
    '1234567890',
    '12345678901234',
    '0987654321',
    'qwertyuiop',
    'poiuytrewq',
    'aaaaaaaaaa',
    'abababababab',
    '5201314520',
    'abcdefghijkl',
    'xiaowang123',
    'xiaowang-01',
  ])
    assert.equal(isGuessable(password, known), true, password)
})

test('what is long and not a pattern may be chosen, Chinese words too', () => {
  for (const password of [
    'a long enough password',
    '蓝鲸在屋顶上喝下午茶',
    'demo-8Yq_xtJ2',
    'xiaowang buys 3 lamps',
    'kX8#pw2!vQ',
  ])
    assert.equal(isGuessable(password, known), false, password)
})
