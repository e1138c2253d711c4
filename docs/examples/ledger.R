# Keeps a copy of the ledger in base R (4.1 or newer): Rscript ledger.R
# The key comes from the environment: FINANCE_KEY=rsk_…
service <- Sys.getenv("SERVICE_URL", "https://give.example.org")
key <- Sys.getenv("FINANCE_KEY")
stopifnot(nzchar(key))
copy <- "ledger.csv"

# Every column as text: ids must stay as they are, and amounts in minor units are whole numbers. Only an empty cell is
# missing: a campaign may be called NA.
read_ledger <- function(from) {
  read.csv(from, colClasses = "character", na.strings = "", encoding = "UTF-8", check.names = FALSE)
}

address <- paste0(service, "/v1/ledger.csv")
known <- NULL
if (file.exists(copy)) {
  known <- read_ledger(copy)
  newest <- as.POSIXct(max(known$recorded_utc), format = "%Y-%m-%dT%H:%M:%SZ", tz = "UTC")
  since <- format(newest - 600, "%Y-%m-%dT%H:%M:%SZ", tz = "UTC")
  address <- paste0(address, "?updatedSince=", utils::URLencode(since, reserved = TRUE))
}

fresh <- read_ledger(url(address, headers = c(Authorization = paste("Bearer", key))))
ledger <- rbind(known, fresh[!(fresh$entry_id %in% known$entry_id), ])
write.csv(ledger, paste0(copy, ".tmp"), row.names = FALSE, na = "", fileEncoding = "UTF-8")
stopifnot(file.rename(paste0(copy, ".tmp"), copy))

# Net per month and currency, in minor units: payouts move money to the bank and are left out.
moved <- ledger[!(ledger$kind %in% c("payout", "payout_failed")), ]
print(aggregate(as.numeric(net_minor) ~ period + currency, data = moved, FUN = sum))
