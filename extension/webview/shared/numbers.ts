// Numbers as people read them: no more digits than they deserve, the minus U+2212, units in headers.

const minus = '\u2212';
const narrow = '\u00a0';

/** A probability with its unit: one decimal from 1 % on, two significant digits below. */
export function percent(probability: number): string {
  return `${percentDigits(probability)}${narrow}%`;
}

/** The same without its unit. */
export function percentDigits(probability: number): string {
  const value = 100 * probability;
  if (value >= 0.995) {
    return value.toFixed(1);
  }

  if (value === 0) {
    return '0';
  }

  return value < 0.00095 ? scientific(value, 1) : value.toFixed(1 - Math.floor(Math.log10(value)));
}

/** A score in nats: sign and two decimals; what rounds to zero has no sign. */
export function score(value: number): string {
  const digits = Math.abs(value).toFixed(2);
  return Number(digits) === 0 ? digits : `${value < 0 ? minus : '+'}${digits}`;
}

/** A log-probability, logit or entropy: two decimals. */
export function nats(value: number): string {
  return signed(value, Math.abs(value).toFixed(2));
}

/** A coefficient: one decimal, two below one, three significant digits below a tenth. */
export function coefficient(value: number): string {
  const size = Math.abs(value);
  return size >= 0.95 ? signed(value, size.toFixed(1)) : size >= 0.095 ? signed(value, size.toFixed(2)) : norm(value);
}

/** A length: three significant digits. */
export function norm(value: number): string {
  if (value === 0) {
    return '0';
  }

  const exponent = Math.floor(Math.log10(Math.abs(value)));
  const size = Math.abs(value);
  return exponent > 6 || exponent < -4
    ? signed(value, scientific(size, 2))
    : signed(value, size.toFixed(Math.min(7, Math.max(0, 2 - exponent))));
}

/** A share of attention: two decimals. */
export function weight(value: number): string {
  return value.toFixed(2);
}

/** A count or rank with thousands separators. */
export function count(value: number): string {
  return String(Math.trunc(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A duration: seconds with one decimal, milliseconds below one second. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds.toFixed(0)}${narrow}ms` : `${(milliseconds / 1000).toFixed(1)}${narrow}s`;
}

/** The minus that JavaScript writes, as typographers write it. */
export function axisNumber(value: number): string {
  return String(value).replace('-', minus);
}

function signed(value: number, digits: string): string {
  return value < 0 && Number.parseFloat(digits) !== 0 ? `${minus}${digits}` : digits;
}

function scientific(value: number, decimals: number): string {
  return value.toExponential(decimals).replace('e+', 'e').replace('-', minus);
}
