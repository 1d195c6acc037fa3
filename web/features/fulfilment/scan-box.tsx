import { CheckCircleFilled, CloseCircleFilled, LoadingOutlined, ScanOutlined } from '@ant-design/icons'
import { Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ParcelRow } from '#contract/orders.ts'
import { call } from '#web/shared/api.ts'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useCommand } from '#web/shared/use-operation.ts'

type Scan = {
  key: number
  waybillNumber: string
  state: 'busy' | 'shipped' | 'refused'
  text: string
  goods: string
}

const REMEMBERED = 8

/**
 * The packing desk: a scanner types the number and Enter. The answer fills the box in green or red, large enough to be seen from
 * the side; the next scan can come at once.
 */
export function ScanBox() {
  const { t } = useTranslation()
  const input = useRef<InputRef>(null)
  const [typed, setTyped] = useState('')
  const { scans, count, scan } = useScans()
  useEffect(() => input.current?.focus(), [])
  const [last] = scans
  return (
    <section className="scan-box" data-state={last?.state ?? 'idle'} aria-label={t('fulfilment.scanLabel')}>
      <Input
        ref={input}
        size="large"
        prefix={<ScanOutlined />}
        value={typed}
        placeholder={t('fulfilment.scan')}
        aria-label={t('fulfilment.scan')}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        onPressEnter={() => {
          const waybillNumber = typed.trim()
          setTyped('')
          if (waybillNumber) scan(waybillNumber)
        }}
      />
      <div className="scan-answer" role="status">
        <ScanAnswer scan={last} />
        {count > 0 && <span className="faint">{t('fulfilment.scanCount', { n: count })}</span>}
      </div>
      {scans.length > 1 && (
        <ol className="scan-history">
          {scans.slice(1).map((scan) => (
            <li key={scan.key} data-state={scan.state}>
              {scan.waybillNumber} <span className="faint">{scan.text}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

function ScanAnswer({ scan }: { scan: Scan | undefined }) {
  const { t } = useTranslation()
  if (!scan) return <span className="faint">{t('fulfilment.scanIdle')}</span>
  return (
    <div>
      <strong>
        {scan.state === 'busy' && <LoadingOutlined />}
        {scan.state === 'shipped' && <CheckCircleFilled />}
        {scan.state === 'refused' && <CloseCircleFilled />} {scan.waybillNumber} {scan.text}
      </strong>
      {scan.goods && <div className="cell-lines">{scan.goods}</div>}
    </div>
  )
}

/** Works off scans one after another, in the order in which they came. */
function useScans() {
  const { t } = useTranslation()
  const [scans, setScans] = useState<Scan[]>([])
  const [count, setCount] = useState(0)
  const ship = useCommand('fulfilment.shipParcels', { quiet: true })
  const queue = useRef(Promise.resolve())
  const nextKey = useRef(0)

  const shipOne = async (waybillNumber: string): Promise<Omit<Scan, 'key' | 'waybillNumber'>> => {
    const parcel = await parcelWith(waybillNumber)
    if (!parcel) return { state: 'refused', text: t('fulfilment.scanUnknown'), goods: '' }
    const goods = parcel.linesText
    if (parcel.station === 'shipped') return { state: 'refused', text: t('fulfilment.scanAgain'), goods }
    if (parcel.station !== 'ship') {
      const state = t(`states.station.${parcel.station}`)
      return { state: 'refused', text: t('fulfilment.scanNotReady', { state }), goods }
    }
    const { refused } = await ship.mutateAsync({ parcelIds: [parcel.parcelId] })
    const [refusal] = refused
    if (refusal) return { state: 'refused', text: sentenceOf(refusal), goods }
    setCount((before) => before + 1)
    return { state: 'shipped', text: t('fulfilment.scanShipped'), goods }
  }
  const scan = (waybillNumber: string) => {
    const key = nextKey.current++
    setScans((before) =>
      [{ key, waybillNumber, state: 'busy' as const, text: t('fulfilment.scanBusy'), goods: '' }, ...before].slice(0, REMEMBERED),
    )
    queue.current = queue.current.then(async () => {
      const answer = await shipOne(waybillNumber).catch((error: unknown) => ({
        state: 'refused' as const,
        text: sentenceOf(error),
        goods: '',
      }))
      setScans((before) => before.map((each) => (each.key === key ? { ...each, ...answer } : each)))
    })
  }
  return { scans, count, scan }
}

async function parcelWith(waybillNumber: string): Promise<ParcelRow | undefined> {
  const { rows } = await call('orders.listParcels', { filters: { search: waybillNumber }, limit: 20 })
  const wanted = waybillNumber.toUpperCase()
  return rows.find((row) => row.waybillNumber.toUpperCase() === wanted)
}
