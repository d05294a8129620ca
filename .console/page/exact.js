// Numbers of answers as they came, digit for digit. JSON.parse alone would make floats of them, and 100.10 is none.

/** A number by its text. */
export class Exact {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
  toJSON() {
    return JSON.rawJSON(this.text);
  }
}

/** Whether this browser hands out the text of a number. */
export const isExact = typeof JSON.rawJSON === "function";

/** The value of a JSON text, with `Exact` in the place of numbers. */
export function parse(text) {
  return JSON.parse(text, (_name, value, context) => (typeof value === "number" ? new Exact(context.source) : value));
}

/** A whole number that counts something: no amount. */
export function count(value) {
  return value === undefined || value === null ? 0 : Number(String(value));
}

/** A sum of decimals, by their digits: `digits` times ten to the power of minus `scale`. */
export class Sum {
  constructor(digits = 0n, scale = 0) {
    this.digits = digits;
    this.scale = scale;
  }

  /** The sum with one more number. */
  plus(number) {
    const other = Sum.of(String(number));
    const scale = Math.max(this.scale, other.scale);
    return new Sum(this.#at(scale) + other.#at(scale), scale);
  }

  equals(number) {
    return this.plus(Sum.of(String(number)).negative()).digits === 0n;
  }

  negative() {
    return new Sum(-this.digits, this.scale);
  }

  toString() {
    const sign = this.digits < 0n ? "-" : "";
    const text = String(this.digits < 0n ? -this.digits : this.digits).padStart(this.scale + 1, "0");
    const whole = text.slice(0, text.length - this.scale);
    const fraction = text.slice(text.length - this.scale).replace(/0+$/, "");
    return sign + whole + (fraction ? `.${fraction}` : "");
  }

  #at(scale) {
    return this.digits * 10n ** BigInt(scale - this.scale);
  }

  static of(text) {
    const found = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
    if (!found) throw new Error(`${text} is no decimal`);
    const [, sign, whole, fraction = "", exponent = "0"] = found;
    const scale = fraction.length - Number(exponent);
    const digits = BigInt(sign + whole + fraction);
    return scale >= 0 ? new Sum(digits, scale) : new Sum(digits * 10n ** BigInt(-scale), 0);
  }
}
