/**
 * Named places where a test may kill the process (SIGKILL, nothing is flushed): ZHANGGUI_FAILPOINT=name:n dies at the n-th
 * passage. Without that variable a failpoint is one comparison.
 */
const [armedName, armedCount] = (process.env.ZHANGGUI_FAILPOINT ?? '').split(':')
const diesAt = Number(armedCount ?? 1)
let passages = 0

export function failpoint(name: string): void {
  if (armedName === undefined || armedName === '') return
  if (name !== armedName) return
  passages += 1
  if (passages >= diesAt) process.kill(process.pid, 'SIGKILL')
}
