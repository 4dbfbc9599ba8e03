# Makes the figures that internal/analyse/trend is held to, with R's package
# surveillance (1.20.3, Debian's r-cran-surveillance). From the repository:
#
#   Rscript tools/oracle/trend/figures.R demo/events.csv internal/analyse/trend/testdata
#
# The package is asked for figures alone; nothing of it is in the repository.

suppressMessages(library(surveillance))
given <- commandArgs(trailingOnly = TRUE)
events <- read.csv(given[1], colClasses = "character")
out <- given[2]

# --- series: eight of real events and of events drawn at random

weeks <- seq(as.Date("2015-01-05"), as.Date("2025-12-29"), by = 7)
n <- length(weeks)
counted <- function(rows) {
  day <- as.Date(rows$date)
  monday <- day - (as.integer(format(day, "%u")) - 1)
  as.integer(table(factor(as.character(monday), levels = as.character(weeks))))
}
set.seed(20260101)
t <- seq_len(n)
year <- 2 * pi * as.numeric(weeks) / 365.25
drawn <- function(mean, size) rnbinom(n, mu = mean, size = size)
series <- list(
  all = counted(events),
  libya = counted(events[events$country == "LY", ]),
  shipwreck = counted(events[events$kind == "shipwreck", ]),
  sparse = rpois(n, 0.15),
  seasonal = drawn(exp(2 + 0.8 * cos(year)), 20),
  trending = drawn(exp(1 + 0.004 * t + 0.3 * sin(year)), 10),
  overdispersed = drawn(rep(12, n), 1.2),
  outbreak = drawn(exp(1.2 + 0.3 * cos(year)), 8)
)
series$outbreak[c(200, 300, 301, 302, 420)] <- c(5000, 25, 60, 30, 90)
# A season without a single event, for models that run off to minus infinity.
series$seasonal_zero <- ifelse(as.integer(format(weeks, "%m")) %in% 3:5, 0L, series$seasonal)

write.csv(data.frame(week = weeks, series), file.path(out, "series.csv"), row.names = FALSE, quote = FALSE)

sts_of <- function(y) new("sts", observed = matrix(y), epoch = as.numeric(weeks), freq = 52, epochAsDate = TRUE)
figure <- function(x) ifelse(is.na(x), "", sprintf("%.15g", x))

# --- EARS: what the package says, and C3 as its manual defines it

ears <- function(name, method, baseline, sigma, alpha) {
  r <- suppressWarnings(earsC(sts_of(series[[name]]), control = list(
    method = method, baseline = baseline, minSigma = sigma, alpha = alpha)))
  at <- (n - nrow(r) + 1):n
  keep <- at > n - 40
  data.frame(series = name, method = method, baseline = baseline, sigma = sigma, alpha = alpha, week = at[keep],
             upper = figure(upperbound(r)[keep, 1]), alarm = as.integer(alarms(r)[keep, 1]))
}
statistic <- function(name, baseline, sigma) {
  y <- series[[name]]
  c2 <- sapply(t, function(i) if (i < baseline + 3) NA else {
    past <- y[(i - baseline - 2):(i - 3)]
    (y[i] - mean(past)) / max(sd(past), sigma)
  })
  over <- pmax(0, c2 - 1)
  at <- (n - 39):n
  data.frame(series = name, method = "sum", baseline = baseline, sigma = sigma, alpha = "", week = at,
             upper = figure(over[at] + over[at - 1] + over[at - 2]), alarm = "")
}
rows <- list()
for (s in c("all", "libya", "sparse", "overdispersed", "outbreak")) {
  for (m in c("C1", "C2", "C3")) {
    for (b in c(7, 12)) rows[[length(rows) + 1]] <- ears(s, m, b, 0.5, if (m == "C3") 0.025 else 0.001)
    rows[[length(rows) + 1]] <- ears(s, m, 7, 0, if (m == "C3") 0.025 else 0.001)
  }
  rows[[length(rows) + 1]] <- statistic(s, 7, 0.5)
}
write.csv(do.call(rbind, rows), file.path(out, "ears.csv"), row.names = FALSE, quote = FALSE)

# --- Farrington flexible: as the package stands, and with one line mended
#
# fitGLM.flexible ends by putting the weights against outbreaks in the place of
# the regression's working weights; summary and predict, called afterwards, take
# them for those, and so report errors of another size. "mended" keeps them, in the
# scale that makes both reckon with the dispersion that the threshold has (1 or more).

plain <- getFromNamespace("algo.farrington.fitGLM.flexible", "surveillance")
mended <- function(...) {
  m <- plain(...)
  if (is.null(m) || is.null(m$prior.weights)) return(m)
  d <- m$data
  d$prior <- m$prior.weights
  again <- suppressWarnings(glm(formula(m), data = d, family = quasipoisson(link = "log"), weights = prior))
  m$weights <- again$weights * m$phi / summary(again)$dispersion
  m
}

settings <- list(
  noufaily = list(noPeriods = 10, pastWeeksNotIncluded = 26, thresholdMethod = "nbPlugin", pThresholdTrend = 1, alpha = 0.005),
  muan = list(noPeriods = 10, pastWeeksNotIncluded = 26, thresholdMethod = "muan", pThresholdTrend = 0.05, alpha = 0.005),
  delta = list(noPeriods = 10, pastWeeksNotIncluded = 26, thresholdMethod = "delta", pThresholdTrend = 0.05, alpha = 0.01),
  plain_delta = list(noPeriods = 10, pastWeeksNotIncluded = 26, thresholdMethod = "delta", pThresholdTrend = 0.05, alpha = 0.01, reweight = FALSE),
  plain_muan = list(noPeriods = 6, pastWeeksNotIncluded = 13, thresholdMethod = "muan", pThresholdTrend = 1, alpha = 0.05, reweight = FALSE),
  usual = list(noPeriods = 1, thresholdMethod = "delta", pThresholdTrend = 0.05, alpha = 0.05),
  short = list(b = 3, w = 2, noPeriods = 5, pastWeeksNotIncluded = 10, thresholdMethod = "nbPlugin", trend = FALSE, alpha = 0.01)
)
standard <- list(b = 5, w = 3, reweight = TRUE, weightsThreshold = 2.58, trend = TRUE, limit54 = c(5, 4), powertrans = "2/3", glmWarnings = FALSE)
at <- seq(n - 200, n, by = 10)
farrington <- function(name, setting, variant) {
  control <- modifyList(modifyList(standard, settings[[setting]]), list(range = at))
  assignInNamespace("algo.farrington.fitGLM.flexible", if (variant == "r") plain else mended, "surveillance")
  # One week at a time: the package stops the whole run where one cannot be done.
  do.call(rbind, lapply(at, function(k) {
    control$range <- k
    r <- tryCatch(suppressWarnings(farringtonFlexible(sts_of(series[[name]]), control)), error = function(e) NULL)
    if (is.null(r)) return(data.frame(series = name, setting = setting, variant = variant, week = k, expected = "", upper = "",
                                      p = "", phi = "", mu0 = "", slope = "", alarm = "", failed = 1))
    ctl <- r@control
    data.frame(series = name, setting = setting, variant = variant, week = k, expected = figure(ctl$expected[1, 1]),
               upper = figure(upperbound(r)[1, 1]), p = figure(ctl$pvalue[1, 1]), phi = figure(ctl$phiVector[1, 1]),
               mu0 = figure(ctl$mu0Vector[1, 1]), slope = figure(ctl$trendVector[1, 1]),
               alarm = as.integer(isTRUE(alarms(r)[1, 1])), failed = as.integer(is.na(ctl$phiVector[1, 1])))
  }))
}
rows <- list()
for (s in names(series)) for (f in names(settings)) for (v in c("r", "mended")) {
  reweighted <- is.null(settings[[f]]$reweight)
  if (v == "r" || reweighted) rows[[length(rows) + 1]] <- farrington(s, f, v) # without weights both are one
}
write.csv(do.call(rbind, rows), file.path(out, "farrington.csv"), row.names = FALSE, quote = FALSE)
