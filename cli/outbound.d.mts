export declare function outboundVariables(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string>;
