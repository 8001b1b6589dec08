import { stopAtFaults } from '../../scripts/stop-at-faults.mjs';

describe('stopAtFaults', () => {
  it('ends both kinds of ajv’s loops once there are enough errors', () => {
    const code = 'for(let i0=0; i0<len0; i0++){\nx\n}\nfor(const key0 in data17){\ny\n}';

    expect(stopAtFaults(code, 3)).toBe(
      'for(let i0=0; i0<len0 && errors<3; i0++){\nx\n}\nfor(const key0 in data17){\nif(errors >= 3) break;\ny\n}',
    );
  });

  it.each(['for (const one of data) {', 'while(i--) {'])('refuses a loop of another form: %s', (loop) => {
    expect(() => stopAtFaults(`if(a){\n${loop}\n}`, 3)).toThrow(loop);
  });
});
