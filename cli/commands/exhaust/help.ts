export const help = `npm run exhaust -- submit --channel C --tag T --dataset NAME [options]    asks for data
npm run exhaust -- status --channel C --tag T --request-id ID           says how far it is, and its links
npm run exhaust -- list --channel C --tag T [--limit N]                 the newest requests under a tag
npm run exhaust -- download --channel C --tag T --request-id ID         fetches the files
npm run exhaust -- run --channel C [--request-id ID]                    runs now what waits; also npm run exhaust:run
npm run exhaust -- run-all [--state-machine ARN] [--execution ARN]      the same for all channels; also npm run exhaust:run-all

  --channel C        whose data it is
  --tag T            your own key for your requests
  --dataset NAME     uci-response-exhaust, uci-private-exhaust, telemetry-raw or summary (docs/exhaust-datasets.md)
  --config JSON      submit: the datasetConfig. Or, in its place, its usual keys:
    --conversation ID, --from DAY, --to DAY     a day is yyyy-MM-dd, of arrival
  --format NAME      submit: csv (default) or json; telemetry-raw is json alone
  --requested-by ID  submit: a user's id
  --password P       submit: of the files; better in EXHAUST_PASSWORD, which neither ps nor the shell's history shows
  --wait             submit: until its file is there, or it has failed
  --out DIR          download: where to (default here). submit: waits, and fetches the files there
  --force            writes over a file that is there
  --state DIR        folder of the state of the runner that is up (default .sunstream)
  --url URL          of a deployed stack in place of a runner: its output ExhaustUrl, a host
  --token T          with scope exhaust:request (submit, run) or exhaust:read (the others), for the channel; better in
                     SUNSTREAM_TOKEN. For a runner that is up one is made
  --state-machine ARN   run-all: of a deployed stack, its output ExhaustStateMachine, with your AWS credentials
  --execution ARN       run-all: looks at one that was started before, instead of starting one
  --help             this text

Exit code: 0 when all is done, 2 when the request was refused, isn't there, has failed or has no file yet,
1 when something else went wrong.
`;
