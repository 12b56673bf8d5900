/** Before the host: up to the last `@`, since a password may hold one. */
const login = /(\w+:\/\/)[^\s/"\\]+@/g
/** In a path or query, as some makers ask for: `/user=admin&password=x&channel=1`, `user=admin_password=x_channel=1`. */
const field =
  /((?:^|[/?&;_])(?:user(?:name)?|usr|pass(?:word|wd)?|pwd)=)[^&\s"\\/?#]*?(?=_[a-z]+=|[&\s"\\/?#]|$)/gi

/** Masks user and password in every address, so that no call site can forget. */
export const scrub = (line: string): string => line.replaceAll(login, '$1***@').replaceAll(field, '$1***')
