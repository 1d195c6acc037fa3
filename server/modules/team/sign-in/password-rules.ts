/**
 * Which passwords may be chosen. The list is a small one of our own making (what Chinese and English speakers type first, ten letters
 * and more); with the patterns below it stops lazy guesses, not a leaked list of millions.
 */
export const PASSWORD_MIN_LENGTH = 10

const COMMON = new Set(
  `password12 password123 password1234 passw0rd123 p@ssw0rd123 iloveyou123 iloveyou520 iloveyou1314 woaini1314 woaini1314520 woaini520520
  5201314520 1314520520 5201314woaini admin12345 admin123456 administrator root123456 welcome123 welcome1234 letmein123 qwertyuiop
  qwerty12345 qwerty123456 1qaz2wsx3edc 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4t5 zaq12wsxcde qazwsxedcrfv asdfghjkl123 zxcvbnm123 a123456789
  aa123456789 abc123456789 abcd123456 abcd1234567 abcdefghij woshishui123 zhanggui123 zhanggui888 taobao123456 taobao8888 tianmao123456
  dianpu123456 kefu123456 kefu888888 cangku123456 changeme123 default123 test123456 test1234567 guest12345 superman123 sunshine123
  football123 dragon12345 monkey12345 master12345 michael123 88888888aa a88888888 wodemima123 mima123456 mima888888 xiaoming123
  nihao123456 zhongguo123 china123456 beijing2008 shanghai123 11223344aa aabbccddee`
    .split(/\s+/)
    .filter(Boolean),
)

const ROWS = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'abcdefghijklmnopqrstuvwxyz']

/** Only a few different characters, one short piece again and again, or a walk along the keyboard. */
function isPattern(text: string): boolean {
  if (new Set(text).size <= 3) return true
  if (/^(.{1,4})\1+$/u.test(text)) return true
  return ROWS.some((row) => {
    const round = row + row
    return round.includes(text) || [...round].reverse().join('').includes(text)
  })
}

/** Too easy to guess for somebody who knows the login and the person's name. */
export function isGuessable(password: string, known: readonly string[]): boolean {
  const text = password.normalize('NFC').toLowerCase()
  if (COMMON.has(text) || isPattern(text)) return true
  const bare = text.replace(/[^\p{L}\p{N}]/gu, '')
  return known
    .flatMap((word) => [word, ...word.split(':')])
    .map((word) => word.normalize('NFC').toLowerCase())
    .some((word) => word.length >= 4 && bare.replaceAll(word, '').length < 4)
}
