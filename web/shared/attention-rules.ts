/** When somebody last touched this browser, and whether that is too long ago. Times in ms; pure. */

/** The latest of these touches. One that lies ahead (the computer's clock was set back) tells nothing; none left = never. */
export const lastTouch = (touches: readonly number[], now: number): number => Math.max(0, ...touches.filter((at) => at <= now))

/** Has nobody touched any tab for as long as the merchant allows? null = it allows any time. */
export function isIdle(idleMinutes: number | null, touches: readonly number[], now: number): boolean {
  return idleMinutes !== null && now - lastTouch(touches, now) >= idleMinutes * 60_000
}
