import { FlagFilled, MessageFilled, TagFilled } from '@ant-design/icons'
import { Popover, Skeleton, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CheckFinding, ParcelRow } from '#contract/orders.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import './orders.css'

/** Flags of findings that stop a parcel; the others only ask a person to look. Colour only: the server decides. */
const STOPPING = '停退闭禁款改址疑货库价'
const QUIET = '多'

function toneOf(flag: string): 'stop' | 'look' | 'quiet' {
  if (STOPPING.includes(flag)) return 'stop'
  return QUIET.includes(flag) ? 'quiet' : 'look'
}

function Flag({ flag, result }: { flag: string; result?: CheckFinding['result'] }) {
  const tones = { hold: 'stop', alert: 'look', allow: 'quiet' } as const
  return (
    <span className="flag" data-tone={result ? tones[result] : toneOf(flag)}>
      {flag}
    </span>
  )
}

/** The flag characters of a parcel; pointing or tapping tells the reason of each and what clears it. */
export function FlagChips({ parcelId, flags }: Pick<ParcelRow, 'parcelId' | 'flags'>) {
  const { t } = useTranslation()
  if (flags === '') return null
  return (
    <Popover
      trigger={['hover', 'click']}
      mouseEnterDelay={0.25}
      destroyOnHidden
      title={t('orders.parcel.findings')}
      content={<FindingsOf parcelId={parcelId} />}
    >
      <button type="button" className="flags" tabIndex={-1} aria-label={`${t('orders.parcel.findings')} ${flags}`}>
        {[...flags].map((flag) => (
          <Flag key={flag} flag={flag} />
        ))}
      </button>
    </Popover>
  )
}

function FindingsOf({ parcelId }: { parcelId: string }) {
  const { data } = useOperation('orders.readParcel', { parcelId }, { staleMs: 15_000 })
  return (
    <div className="findings-popover">
      {data?.parcelId === parcelId ? <FindingList findings={data.findings} /> : <Skeleton active title={false} />}
    </div>
  )
}

/** Every finding with its reason and what clears it. */
export function FindingList({ findings }: { findings: readonly CheckFinding[] }) {
  const { t } = useTranslation()
  const language = useLanguage()
  if (findings.length === 0) return <span className="faint">{t('orders.parcel.noFindings')}</span>
  return (
    <ul className="findings">
      {findings.map((finding) => (
        <li key={finding.code}>
          <Flag flag={finding.flag} result={finding.result} />
          <div>
            <div>{language === 'zh' ? finding.reasonZh : finding.reasonEn}</div>
            <div className="faint">
              {t('orders.parcel.clears')}
              {language === 'zh' ? finding.clearsZh : finding.clearsEn}
            </div>
          </div>
        </li>
      ))}
    </ul>
  )
}

const FLAG_COLOURS = ['#9aa0a6', '#e5484d', '#e0a100', '#2f9e58', '#2f6fe0', '#8e4ec6'] as const
type FlagNumber = 0 | 1 | 2 | 3 | 4 | 5

/** A flag to choose from; 0 is the one that stands for none. */
export function FlagMark({ flag }: { flag: FlagNumber }) {
  const { t } = useTranslation()
  return <FlagFilled style={{ color: FLAG_COLOURS[flag] }} aria-label={t(`orders.flagNames.f${flag}`)} />
}

/** The flag a seller set on the platform: 0 grey … 5 purple. */
export function SellerFlag({ flag }: { flag: number }) {
  const { t } = useTranslation()
  const colour = FLAG_COLOURS[flag]
  if (flag === 0 || !colour) return null
  const name = t(`orders.flagNames.f${flag as FlagNumber}`)
  return (
    <Tooltip title={name}>
      <FlagFilled style={{ color: colour }} aria-label={name} />
    </Tooltip>
  )
}

/** Does the parcel carry words of the buyer or of the seller? */
export function NoteMarks({ row }: { row: Pick<ParcelRow, 'hasBuyerNote' | 'hasSellerMemo' | 'sellerFlag'> }) {
  const { t } = useTranslation()
  if (!row.hasBuyerNote && !row.hasSellerMemo && row.sellerFlag === 0) return null
  return (
    <span className="note-marks">
      {row.hasBuyerNote && (
        <Tooltip title={t('orders.buyerNote')}>
          <MessageFilled className="note-buyer" aria-label={t('orders.buyerNote')} />
        </Tooltip>
      )}
      {row.hasSellerMemo && (
        <Tooltip title={t('orders.sellerMemo')}>
          <TagFilled className="note-seller" aria-label={t('orders.sellerMemo')} />
        </Tooltip>
      )}
      <SellerFlag flag={row.sellerFlag} />
    </span>
  )
}
