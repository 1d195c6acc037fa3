import { useTranslation } from 'react-i18next'

type Page = {
  width: number
  height: number
  boxes: readonly { x: number; y: number; width: number; height: number }[]
  texts: readonly { x: number; y: number; sizePt: number; isBold: boolean; text: string; width: number }[]
}

/** A page exactly as it prints: the server lays it out, this draws the marks. */
export function DrawnPage({ page }: { page: Page }) {
  const { t } = useTranslation()
  return (
    <svg className="label-preview" viewBox={`0 0 ${page.width} ${page.height}`} role="img" aria-label={t('settings.preview')}>
      {page.boxes.map((box) => (
        <rect key={`${box.x} ${box.y} ${box.width} ${box.height}`} {...box} />
      ))}
      {page.texts.map(({ x, y, sizePt, isBold, text, width }) => (
        <text
          key={`${x} ${y} ${text}`}
          x={x}
          y={y}
          fontSize={sizePt}
          fontWeight={isBold ? 700 : 400}
          textLength={width}
          lengthAdjust="spacingAndGlyphs"
        >
          {text}
        </text>
      ))}
    </svg>
  )
}
