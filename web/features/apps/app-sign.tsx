const HUES = [210, 258, 330, 12, 36, 96, 160, 188]

/** An app has no picture of its own here: its first letter in a colour that stays the same. */
export function AppSign({ name, size = 44 }: { name: string; size?: number }) {
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0)
  const hue = HUES[sum % HUES.length]
  return (
    <span
      className="app-sign"
      aria-hidden
      style={{
        width: size,
        height: size,
        fontSize: size * 0.46,
        borderRadius: size * 0.27,
        background: `linear-gradient(140deg, hsl(${hue} 72% 58%), hsl(${hue} 70% 44%))`,
      }}
    >
      {[...name][0]}
    </span>
  )
}
