/** A decision holds for what was seen: the buyer may ask for more, or have sent the goods, before it reaches the platform. */
import { PlatformFailure } from '#server/platforms/platform.ts'
import { AFTER_SALE_CHANGED, type AfterSaleDecision } from '#server/platforms/platform-services.ts'

/**
 * What the platform's answer does not name is left out: an amount, or when it was changed where a message of the buyer changes that too.
 * Throws PlatformFailure `refused` with AFTER_SALE_CHANGED.
 */
export function requireAsSeen(
  { seen }: AfterSaleDecision,
  found: { platformState: string; refundFen?: number | null; modifiedSecond?: number },
): void {
  if (!seen) return
  const { platformState, refundFen = null, modifiedSecond } = found
  const isSame =
    platformState === seen.platformState &&
    (refundFen === null || refundFen === seen.refundFen) &&
    (modifiedSecond === undefined || modifiedSecond * 1000 === Date.parse(seen.modifiedAt))
  if (isSame) return
  throw new PlatformFailure(
    'refused',
    AFTER_SALE_CHANGED,
    '决定之后，买家或平台改动了这张售后单，请看清后重新处理 (the case was changed after it was decided; look again).',
  )
}
