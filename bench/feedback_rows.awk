# Prints a CSV of ROWS feedback rows, always the same for the same ROWS and NOW (epoch seconds):
# received evenly over the ninety days before NOW, no person behind them.
#   awk -v ROWS=1000000 -v NOW=1764000000 -f feedback_rows.awk
function pick(list, n) { return list[1 + int(rand() * n)] }
BEGIN {
  srand(20261123)
  n_what = split("充电器 蓝牙耳机 电饭煲 智能手表 空气净化器 路由器 洗衣机 扫地机器人 会员 发票 " \
                 "优惠券 订单 快递 退款 账户 保修卡 充电线 平板电脑 投影仪 电动牙刷", what, " ")
  n_ill = split("用了两天就坏了 一直连不上 屏幕有划痕 少了一个配件 收到的型号不对 申请退款一直没有到账 " \
                "客服没有人回复 包装破损 扣了两次钱 无法登录 噪音很大 怎么开机 什么时候发货 " \
                "建议增加夜间模式 谢谢你们的耐心帮助 维修之后又出现同样的问题", ill, " ")
  n_end = split("请尽快处理 希望得到答复 要求退货退款 请问怎么办 已经等了一个星期 再不处理我就投诉到12315 " \
                "希望以后改进 麻烦核实一下 请换一个新的 谢谢", end_, " ")
  n_channel = split("api in_app chat phone email web_form", channel, " ")
  n_product = split("手机 家电 网络 会员服务 物流", product, " ")
  print "id,received_at,channel,product,text"
  for (i = 1; i <= ROWS; ++i) {
    at = NOW - 7776000 + int(i * 7776000 / ROWS) - 60
    printf "R%07d,%s,%s,%s,", i, strftime("%Y-%m-%d %H:%M:%S", at, 1), pick(channel, n_channel),
           pick(product, n_product)
    printf "我买的%s%s，%s。单号 %d，%s%s\n", pick(what, n_what), pick(ill, n_ill),
           pick(end_, n_end), 100000 + i, pick(what, n_what), pick(ill, n_ill)
  }
}
