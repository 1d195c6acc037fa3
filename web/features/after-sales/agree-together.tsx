import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CaseRow } from '#contract/after-sales.ts'
import { AFTER_SALE_ACTS } from '#contract/closed-lists.ts'
import { BulkBar } from '#web/shared/bulk-bar.tsx'
import { formatMoney } from '#web/shared/money.tsx'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import type { Selection } from '#web/shared/use-selection.ts'

/** As many as one call takes. */
const AT_ONCE = 20

/** Several clear cases at once: what happens to each, and how much it is together, is said before. */
export function AgreeTogether({ selection, rows }: { selection: Selection; rows: CaseRow[] }) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const chosen = rows.filter(({ caseId, act }) => act !== null && selection.keys.includes(caseId))
  const nameOf = (id: string) => rows.find(({ caseId }) => caseId === id)?.platformOrderId ?? id.slice(0, 8)
  const title = t('afterSales.agreeTogether', { n: chosen.length })
  const agree = useBulkCommand('afterSales.agreeToCases', { title, nameOf, onDone: selection.clear })
  const send = async () => {
    const cases = chosen.map(({ caseId, version }) => ({ caseId, version }))
    for (let start = 0; start < cases.length; start += AT_ONCE)
      await agree.runAsync({ cases: cases.slice(start, start + AT_ONCE) })
  }
  const ask = () =>
    void modal.confirm({
      title,
      content: (
        <>
          <ul className="together-list">
            {AFTER_SALE_ACTS.flatMap((act) => {
              const ofAct = chosen.filter((row) => row.act === act)
              if (ofAct.length === 0) return []
              const amount = formatMoney(ofAct.reduce((sum, row) => sum + row.refundFen, 0))
              return [
                <li key={act}>{t('afterSales.togetherLine', { act: t(`afterSales.acts.${act}`), n: ofAct.length, amount })}</li>,
              ]
            })}
          </ul>
          <p>{t('afterSales.togetherHint')}</p>
        </>
      ),
      okText: title,
      // The refusal was shown as a toast.
      onOk: () => void send().catch(() => undefined),
    })
  return (
    <BulkBar count={chosen.length} onClear={selection.clear}>
      <Button type="primary" loading={agree.isPending} onClick={ask}>
        {title}
      </Button>
    </BulkBar>
  )
}
