import { Drawer, Flex, Typography } from 'antd'
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '#contract/operation.ts'
import { sentenceOf } from './sentence.ts'
import { useIsNarrow } from './use-is-narrow.ts'

type NameOf = (id: string) => string
type Shown = { title: string; refused: Refusal[]; nameOf: NameOf }
const ShowRefusals = createContext<(shown: Shown) => void>(() => undefined)

/** Shows what a bulk act refused, item by item, in a drawer that leaves the list in sight. */
export function useShowRefusals() {
  return useContext(ShowRefusals)
}

export function RefusalsProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState<Shown | null>(null)
  const [isOpen, setOpen] = useState(false)
  const isNarrow = useIsNarrow()
  const show = useCallback((next: Shown) => {
    setShown(next)
    setOpen(true)
  }, [])
  return (
    <ShowRefusals.Provider value={show}>
      {children}
      <Drawer
        open={isOpen}
        onClose={() => setOpen(false)}
        mask={false}
        title={shown ? `${shown.title} · ${t('shared.refusedCount', { n: shown.refused.length })}` : ''}
        placement={isNarrow ? 'bottom' : 'right'}
        size={isNarrow ? 360 : 420}
      >
        {shown && <RefusalList refused={shown.refused} nameOf={shown.nameOf} />}
      </Drawer>
    </ShowRefusals.Provider>
  )
}

/** Refusals grouped by their sentence: one reason for forty parcels is one line with forty names. */
export function RefusalList({ refused, nameOf }: { refused: readonly Refusal[]; nameOf: NameOf }) {
  const groups = Map.groupBy(refused, (refusal) => sentenceOf(refusal))
  return (
    <Flex vertical gap={16}>
      {[...groups].map(([sentence, items]) => (
        <div key={sentence}>
          <Typography.Text strong>{sentence}</Typography.Text>
          <Typography.Paragraph
            type="secondary"
            style={{ margin: '4px 0 0', overflowWrap: 'anywhere' }}
            ellipsis={{ rows: 4, expandable: true }}
          >
            {items.map((item) => nameOf(item.id)).join('、')}
          </Typography.Paragraph>
        </div>
      ))}
    </Flex>
  )
}
